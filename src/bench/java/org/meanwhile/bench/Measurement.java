package org.meanwhile.bench;

import java.util.List;

/** Measures one thing, together with its baselines. */
@FunctionalInterface
interface Measurement {
  List<Figure> measure(Stage stage);
}
