import { useLocation } from 'wouter'
import { CrisisKey } from '../ui/crisis-key.tsx'
import { Wind } from '../ui/icons.ts'

/** One tap to `/body`. */
export const BodyKey = ({ children, own = false }: { children: string; own?: boolean }) => {
  const [, navigate] = useLocation()
  return (
    <CrisisKey kind={own ? 'own' : 'plain'} icon={<Wind />} onClick={() => navigate('/body')}>
      {children}
    </CrisisKey>
  )
}
