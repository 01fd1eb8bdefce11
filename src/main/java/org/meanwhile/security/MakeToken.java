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
import java.util.Set;
import org.meanwhile.platform.IsoDuration;
import org.meanwhile.platform.Sha256;
import org.meanwhile.platform.SystemClock;

/**
 * The command that makes a static token: adds its hash to a file, and shows it once.
 *
 * <pre>
 * java -cp target/classes org.meanwhile.security.MakeToken \
 *      --name ci --groups submitter --expires P90D --file tokens.txt
 * </pre>
 */
public final class MakeToken {
  private static final Set<String> OPTIONS = Set.of("--name", "--groups", "--expires", "--file");
  private static final String USAGE =
      """
      makes an API token: prints it, and adds its hash to a file

        --name NAME        whose it is: visible ASCII without blanks, not beginning with #
        --groups GROUPS    submitter, operator, or both with a comma between
        --expires P90D     how long it is valid, or never
        --file FILE        what meanwhile.security.token-file names; made when it is missing""";

  private MakeToken() {}

  /** Ends with 0, or with 2 and a line that says what is wrong. */
  public static void main(String[] arguments) {
    try {
      System.out.println(make(arguments, new SystemClock().clock()));
    } catch (IllegalArgumentException | IOException e) {
      System.err.println(e.getMessage() + "\n\n" + USAGE);
      System.exit(2);
    }
  }

  /** The new token, once its hash is in the file. */
  static String make(String[] arguments, Clock clock) throws IOException {
    Map<String, String> given = options(arguments);
    String token = ApiToken.random();
    ApiToken kept =
        new ApiToken(
            new Identity(
                ApiToken.requireName(given.get("--name")), ApiToken.groups(given.get("--groups"))),
            expiry(given.get("--expires"), clock),
            Sha256.of(token));
    // Read as the server will read it: what that would refuse is not written.
    append(Path.of(given.get("--file")), ApiToken.parse(kept.line()).line());
    return token;
  }

  private static Map<String, String> options(String[] arguments) {
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      given.put(arguments[i], arguments[i + 1]);
    }
    if (arguments.length != 2 * OPTIONS.size() || !given.keySet().equals(OPTIONS)) {
      throw new IllegalArgumentException("all four options are needed, and no others");
    }
    return given;
  }

  private static Optional<Instant> expiry(String text, Clock clock) {
    if (text.equals("never")) {
      return Optional.empty();
    }
    try {
      Duration valid = IsoDuration.parseLenient(text);
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
    String before = Files.readString(file, StandardCharsets.UTF_8);
    String gap = before.isEmpty() || before.endsWith("\n") ? "" : "\n";
    Files.writeString(file, gap + line + "\n", StandardOpenOption.APPEND);
  }

  /** For its owner only, where files have such permissions. */
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
      // Somebody else made it meanwhile.
    }
  }
}
