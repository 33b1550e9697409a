import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

export interface CertificateFiles {
  cert: string
  key: string
}

/** A certificate for 127.0.0.1, made by OpenSSL as the README says. */
export const makeCertificate = (folder: string, name: string): CertificateFiles => {
  const files = { cert: join(folder, `${name}.cert.pem`), key: join(folder, `${name}.key.pem`) }
  const subject = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost']
  const made = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
  execFileSync('openssl', [...made, ...subject, '-keyout', files.key, '-out', files.cert], { stdio: 'ignore' })
  return files
}
