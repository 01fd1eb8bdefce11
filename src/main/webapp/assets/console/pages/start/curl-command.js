// The request for a job as a curl command for a POSIX shell.
import { base, token } from '../../net/api.js';

const NEXT_LINE = ' \\\n  ';

const shellQuoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/** Quotes a value within -F: curl ends an unquoted one at a semicolon, and reads \ and " itself. */
const formQuoted = (text) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

/** `file` is {name, type}; null sends the request as JSON, without a form. */
export function curlCommand(request, file) {
  const command = [`curl -i ${base}/job`];
  if (token()) {
    command.push('-H "Authorization: Bearer $TOKEN"');
  }
  if (file) {
    // A media range such as image/* is no type of a file.
    const type = file.type && !file.type.includes('*') ? `;type=${file.type}` : '';
    const json = formQuoted(JSON.stringify(request));
    command.push(`-F ${shellQuoted(`job=${json};type=application/json`)}`);
    command.push(`-F ${shellQuoted(`file=@${formQuoted(file.name)}${type}`)}`);
  } else {
    command.push("-H 'Content-Type: application/json'");
    command.push(`-d ${shellQuoted(JSON.stringify(request, null, 2))}`);
  }
  return command.join(NEXT_LINE);
}
