// A request as a command for a POSIX shell.
import { base, token } from './api.js';

const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

export function curl(request, file, withFile) {
  const json = JSON.stringify(request, null, 2);
  const auth = token() ? ' \\\n  -H "Authorization: Bearer $TOKEN"' : '';
  if (!withFile) {
    return `curl -i ${base}/job${auth} \\\n  -H 'Content-Type: application/json' \\\n  -d ${quoted(json)}`;
  }
  const type = file.type && !file.type.includes('*') ? `;type=${file.type}` : '';
  return `curl -i ${base}/job${auth} \\\n  -F ${quoted(`job=${JSON.stringify(request)};type=application/json`)} \\\n  -F ${quoted(`file=@"${file.name}"${type}`)}`;
}
