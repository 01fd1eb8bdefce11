window.ui = SwaggerUIBundle({
  // MicroProfile's endpoints stand at the server's root, whatever the context root.
  url: '/openapi',
  dom_id: '#swagger-ui',
  deepLinking: true,
  displayRequestDuration: true,
  tryItOutEnabled: true,
  validatorUrl: null,
});

// Swagger UI is dark by this class; its own switch for it is in a bar that is not shown here.
const dark = matchMedia('(prefers-color-scheme: dark)');
const follow = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', follow);
follow();
