// The commands for this server, wherever it runs, each with a button that copies it.
const here = new URL('.', document.baseURI).href.replace(/\/$/, '');

async function copy(code) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(code.textContent);
    return;
  }
  // Without TLS only localhost has a clipboard.
  getSelection().selectAllChildren(code);
  document.execCommand('copy');
}

for (const pre of document.querySelectorAll('pre')) {
  const code = pre.querySelector('code');
  code.textContent = code.textContent.replaceAll('http://localhost:8080', here);

  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = 'Copy';
  button.addEventListener('click', async () => {
    await copy(code);
    button.textContent = 'Copied';
    setTimeout(() => (button.textContent = 'Copy'), 2000);
  });

  const command = document.createElement('div');
  command.className = 'command';
  pre.replaceWith(command);
  command.append(pre, button);
  pre.tabIndex = 0;
}
