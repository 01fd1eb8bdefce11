package org.meanwhile.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.meanwhile.notation.IsoDuration;
import org.meanwhile.platform.Sha256;
import org.meanwhile.platform.SystemClock;

/**
 * The command that makes a static token: adds its hash to the token file, and prints it once.
 *
 * <pre>
 * java -cp target/classes org.meanwhile.security.MakeToken \
 *      --name ci --groups submitter --expires P90D --file tokens.txt
 * </pre>
 */
public final class MakeToken {
  private static final String USAGE =
      """
      makes an API token: prints it, and adds its hash to a file

        --name NAME        the caller: visible ASCII without blanks, not beginning with #
        --groups GROUPS    submitter, operator, or both with a comma between; further
                           groups of your own may follow
        --expires P90D     an ISO 8601 duration from now, or never
        --file FILE        the token file (meanwhile.security.token-file); made when missing""";

  private MakeToken() {}

  /** Prints the token; on failure prints the reason and the usage, and exits with 2. */
  public static void main(String[] arguments) {
    try {
      System.out.println(make(arguments, new SystemClock().clock()));
    } catch (IllegalArgumentException | IOException e) {
      System.err.println(e.getMessage() + "\n\n" + USAGE);
      System.exit(2);
    }
  }

  /**
   * Makes a token.
   *
   * @return the token, once its hash is in the file
   * @throws IllegalArgumentException when an option is missing or wrong
   * @throws IOException when the file cannot be read or written; the token is then lost
   */
  static String make(String[] arguments, Clock clock) throws IOException {
    Options options = Options.parse(arguments);
    String token = ApiToken.random();
    ApiToken stored =
        new ApiToken(
            ApiToken.identity(ApiToken.requireName(options.name()), options.groups()),
            expiry(options.expires(), clock),
            Sha256.of(token));
    // Parsed as the server will parse it, so that no line is written that the server would refuse.
    append(Path.of(options.file()), ApiToken.parse(stored.line()).line());
    return token;
  }

  /** The texts of the four options. */
  private record Options(String name, String groups, String expires, String file) {
    private static final int COUNT = 4;

    /**
     * Reads pairs of an option and its text, in any order.
     *
     * @throws IllegalArgumentException unless each option is there once, and nothing else
     */
    static Options parse(String[] arguments) {
      Map<String, String> given = new HashMap<>();
      for (int i = 0; i + 1 < arguments.length; i += 2) {
        given.put(arguments[i], arguments[i + 1]);
      }
      String name = given.get("--name");
      String groups = given.get("--groups");
      String expires = given.get("--expires");
      String file = given.get("--file");
      if (arguments.length != 2 * COUNT
          || name == null
          || groups == null
          || expires == null
          || file == null) {
        throw new IllegalArgumentException("all four options are needed, and no others");
      }
      return new Options(name, groups, expires, file);
    }
  }

  private static Optional<Instant> expiry(String text, Clock clock) {
    if (text.equals("never")) {
      return Optional.empty();
    }
    try {
      Duration valid = IsoDuration.parse(text);
      if (valid.isNegative() || valid.isZero()) {
        throw new IllegalArgumentException("--expires must be in the future");
      }
      return Optional.of(clock.instant().plus(valid).truncatedTo(ChronoUnit.SECONDS));
    } catch (DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException("--expires must be a duration such as P90D, or never");
    }
  }

  private static void append(Path file, String line) throws IOException {
    if (!Files.exists(file)) {
      create(file);
    }
    String content = Files.readString(file, StandardCharsets.UTF_8);
    String separator = content.isEmpty() || content.endsWith("\n") ? "" : "\n";
    Files.writeString(file, separator + line + "\n", StandardOpenOption.APPEND);
  }

  /** Only the owner may read the new file, where the file system has POSIX permissions. */
  private static void create(Path file) throws IOException {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    try {
      if (posix) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      } else {
        Files.createFile(file);
      }
    } catch (FileAlreadyExistsException e) {
      // Another process created it between the check and this call: append to that one.
    }
  }
}
