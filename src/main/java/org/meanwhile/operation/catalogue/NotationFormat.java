package org.meanwhile.operation.catalogue;

import com.networknt.schema.ExecutionContext;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.format.Format;
import java.util.List;
import java.util.regex.Pattern;
import org.meanwhile.notation.IsoDuration;
import org.meanwhile.notation.Rfc3339;

/**
 * A {@code format} of JSON Schema that is one of the notations of this server: it takes the texts
 * that the reader of the notation takes, and no other. The validator's own formats are other
 * grammars: they take months and lower case, and no fractions or leap seconds.
 *
 * @param getName the value of the keyword
 * @param syntax the notation
 * @param expected the message for a caller who sent another text
 */
record NotationFormat(String getName, Pattern syntax, String expected) implements Format {
  static final NotationFormat DURATION =
      new NotationFormat(
          "duration",
          Pattern.compile(IsoDuration.PATTERN),
          "must be a duration such as PT1H30M or P2D");

  static final NotationFormat TIME =
      new NotationFormat(
          "date-time",
          Pattern.compile(Rfc3339.PATTERN),
          "must be a time such as 2026-12-01T02:00:00Z");

  static final List<NotationFormat> ALL = List.of(DURATION, TIME);

  @Override
  public boolean matches(ExecutionContext execution, SchemaContext schema, String text) {
    return syntax.matcher(text).matches();
  }

  /** The {@code pattern} of JSON Schema that takes the same texts. */
  String pattern() {
    return syntax.pattern();
  }
}
