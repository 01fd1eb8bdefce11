package org.meanwhile.builtin.command;

import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meanwhile.operation.catalogue.Violation;

/**
 * Builds the arguments of one run, and collects the violations of the caller's values: a value that
 * the program could take for an option, a value that is no text, and a value that the operating
 * system cannot pass. Not thread-safe.
 */
final class Arguments {

  /** Linux limits one argument to 128 KiB, including the NUL at its end. */
  static final int MAX_ARGUMENT_BYTES = 128 * 1024 - 1;

  /** The limit of all arguments. Linux takes 2 MiB by default, including the environment. */
  static final int MAX_TOTAL_BYTES = 1024 * 1024;

  private final List<String> command = new ArrayList<>();
  private final List<Violation> violations = new ArrayList<>();
  private final CharsetEncoder encoder = argumentCharset().newEncoder();
  private boolean optionsEnded;
  private long bytes;

  Arguments(String program) {
    command.add(program);
  }

  /** The program and its arguments; only valid when there are no violations. */
  List<String> command() {
    return command;
  }

  /** The violations of the values; empty when all of them can be used. */
  List<Violation> violations() {
    return violations;
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

  /**
   * The charset in which Java passes arguments to a process. It would replace a character that the
   * charset lacks by "?".
   */
  private static Charset argumentCharset() {
    return Runtime.version().feature() < 18
        ? Charset.defaultCharset()
        : Charset.forName(System.getProperty("sun.jnu.encoding"));
  }

  /** One argument that contains at least one value of the caller. */
  final class Argument {

    private final String pointer;
    private final StringBuilder text = new StringBuilder();
    private boolean startsWithLiteral;

    private Argument(String pointer) {
      this.pointer = pointer;
    }

    Argument literal(String part) {
      startsWithLiteral = startsWithLiteral || text.isEmpty();
      text.append(part);
      return this;
    }

    /**
     * Appends a value; null, which an array may hold, is a violation like an object or an array.
     */
    Argument value(@Nullable Object value) {
      if (value instanceof String || value instanceof Boolean) {
        text.append(value);
      } else if (value instanceof BigDecimal number) {
        text.append(number.toPlainString());
      } else if (value instanceof Number whole) {
        text.append(whole);
      } else {
        addViolation("cannot be an argument: it is no string, number or boolean");
      }
      return this;
    }

    /** Checks the argument and adds it to the command. */
    void end() {
      String argument = text.toString();
      if (argument.startsWith("-") && !startsWithLiteral && !optionsEnded) {
        addViolation("must not begin with '-'");
      }
      if (argument.indexOf('\0') >= 0 || !encoder.canEncode(argument)) {
        addViolation("has a character that no argument can have");
      }
      int length = argument.getBytes(encoder.charset()).length;
      bytes += length + 1;
      if (length > MAX_ARGUMENT_BYTES || bytes > MAX_TOTAL_BYTES) {
        addViolation("is too long for an argument");
      }
      command.add(argument);
    }

    private void addViolation(String detail) {
      violations.add(new Violation(pointer, detail));
    }
  }
}
