/** The browser keeps what a download reads from until this is over, ms. */
const READ_WITHIN_MS = 60_000

/** Hands a file to the browser's downloads. False when it refused; whether it then kept the file, no page is told. */
export const saveFile = (file: File): boolean => {
  try {
    const address = URL.createObjectURL(file)
    const link = document.createElement('a')
    link.href = address
    link.download = file.name
    link.click()
    setTimeout(() => URL.revokeObjectURL(address), READ_WITHIN_MS)
    return true
  } catch {
    return false
  }
}

/** Whether this browser has a way to hand such a file to another app. */
export const canShare = (file: File): boolean => {
  try {
    return navigator.canShare?.({ files: [file] }) === true
  } catch {
    return false
  }
}

/** `left`: the person turned round, which is no failure. */
export const shareFile = async (file: File): Promise<'shared' | 'left' | 'failed'> => {
  try {
    await navigator.share({ files: [file] })
    return 'shared'
  } catch (error) {
    return error instanceof DOMException && error.name === 'AbortError' ? 'left' : 'failed'
  }
}
