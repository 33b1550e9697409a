import { Component, type ReactNode } from 'react'

interface ErrorBoundaryProps {
  /** What is shown instead; drawn without anything that may be broken. */
  instead: ReactNode
  children: ReactNode
}

/** Nothing a program does wrong leaves an empty screen. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { broken: boolean }> {
  override state = { broken: false }

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true }
  }

  override render(): ReactNode {
    return this.state.broken ? this.props.instead : this.props.children
  }
}
