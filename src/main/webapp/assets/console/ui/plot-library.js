// Brings uPlot, which draws charts on a canvas, from its webjar when the first chart is shown.

let library = null;

/** Resolves to the class uPlot. After a failure the next call tries again. */
export function plotLibrary() {
  library ??= load().catch((error) => {
    library = null;
    throw error;
  });
  return library;
}

async function load() {
  const directory = document.querySelector('meta[name=uplot]').content;
  await Promise.all([
    added('link', { rel: 'stylesheet', href: `${directory}uPlot.min.css` }),
    added('script', { src: `${directory}uPlot.iife.min.js` }),
  ]);
  return window.uPlot;
}

/** Resolves when the element that was added to the head is loaded. */
function added(name, properties) {
  return new Promise((resolve, reject) => {
    const element = Object.assign(document.createElement(name), properties);
    element.addEventListener('load', resolve);
    element.addEventListener('error', () => {
      element.remove();
      reject(new Error(`${properties.href ?? properties.src} cannot be loaded`));
    });
    document.head.append(element);
  });
}
