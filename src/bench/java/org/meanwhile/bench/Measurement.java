package org.meanwhile.bench;

import java.util.List;

/** One thing that is measured, with all that it is held against. */
@FunctionalInterface
interface Measurement {
  List<Figure> measure(Stage stage);
}
