// A request as a command for a POSIX shell.
import { base, token } from '../../net/api.js';

const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/** For a part of -F, where curl itself reads quotes, and ends what has none at a semicolon. */
const part = (text) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

export function curl(request, file, withFile) {
  const auth = token() ? ' \\\n  -H "Authorization: Bearer $TOKEN"' : '';
  if (!withFile) {
    return `curl -i ${base}/job${auth} \\\n  -H 'Content-Type: application/json' \\\n  -d ${quoted(JSON.stringify(request, null, 2))}`;
  }
  const type = file.type && !file.type.includes('*') ? `;type=${file.type}` : '';
  return `curl -i ${base}/job${auth} \\\n  -F ${quoted(`job=${part(JSON.stringify(request))};type=application/json`)} \\\n  -F ${quoted(`file=@${part(file.name)}${type}`)}`;
}
