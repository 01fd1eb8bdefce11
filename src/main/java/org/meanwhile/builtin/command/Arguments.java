package org.meanwhile.builtin.command;

import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.util.ArrayList;
import java.util.List;
import org.meanwhile.operation.catalogue.Violation;

/**
 * The arguments of one run as they are put together, and what is wrong with the caller's values:
 * what could pass for an option, what is no text, what the operating system cannot take.
 */
final class Arguments {

  /** Linux takes 128 KiB for one argument, the last byte of which is its end. */
  static final int MOST_BYTES = 128 * 1024 - 1;

  /** All together; Linux takes 2 MiB by default, with the environment. */
  static final int MOST_BYTES_IN_ALL = 1024 * 1024;

  private final List<String> command = new ArrayList<>();
  private final List<Violation> refused = new ArrayList<>();
  private final CharsetEncoder encoder = ofProcesses().newEncoder();
  private boolean optionsEnded;
  private long bytes;

  Arguments(String program) {
    command.add(program);
  }

  /** The program and its arguments; of use only when nothing is refused. */
  List<String> command() {
    return command;
  }

  List<Violation> refused() {
    return refused;
  }

  void addLiteral(String word) {
    optionsEnded = optionsEnded || word.equals("--");
    command.add(word);
  }

  Argument start(String parameter) {
    return new Argument("/" + parameter);
  }

  Argument start(String parameter, int item) {
    return new Argument("/" + parameter + "/" + item);
  }

  /** Java's own conversion of arguments; what it cannot express it would turn into "?". */
  private static Charset ofProcesses() {
    return Runtime.version().feature() < 18
        ? Charset.defaultCharset()
        : Charset.forName(System.getProperty("sun.jnu.encoding"));
  }

  /** One argument with a caller's value in it. */
  final class Argument {

    private final String pointer;
    private final StringBuilder text = new StringBuilder();
    private boolean literalFirst;

    private Argument(String pointer) {
      this.pointer = pointer;
    }

    Argument literal(String part) {
      literalFirst = literalFirst || text.isEmpty();
      text.append(part);
      return this;
    }

    Argument value(Object value) {
      if (value instanceof String || value instanceof Boolean) {
        text.append(value);
      } else if (value instanceof BigDecimal number) {
        text.append(number.toPlainString());
      } else if (value instanceof Number whole) {
        text.append(whole);
      } else {
        refuse("cannot be an argument: it is no string, number or boolean");
      }
      return this;
    }

    void end() {
      String argument = text.toString();
      if (argument.startsWith("-") && !literalFirst && !optionsEnded) {
        refuse("must not begin with '-'");
      }
      if (argument.indexOf('\0') >= 0 || !encoder.canEncode(argument)) {
        refuse("has a character that no argument can have");
      }
      int length = argument.getBytes(encoder.charset()).length;
      bytes += length + 1;
      if (length > MOST_BYTES || bytes > MOST_BYTES_IN_ALL) {
        refuse("is too long for an argument");
      }
      command.add(argument);
    }

    private void refuse(String detail) {
      refused.add(new Violation(pointer, detail));
    }
  }
}
