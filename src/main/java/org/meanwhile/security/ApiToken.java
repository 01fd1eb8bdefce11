package org.meanwhile.security;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.meanwhile.notation.Rfc3339;

/**
 * A static token as the token file keeps it, one line each: name, groups, expiry and hash, with
 * white space between.
 *
 * <p>The hash is a plain SHA-256. Slow, salted hashes protect passwords, which people choose and
 * attackers can guess; a token has 256 random bits, too many to guess however fast the hash is.
 *
 * @param identity the caller that the token stands for
 * @param expiresAt from when on the token is invalid; empty for never
 * @param hash the SHA-256 of the token's text
 */
record ApiToken(Identity identity, Optional<Instant> expiresAt, byte[] hash) {
  private static final String PREFIX = "mw_";
  private static final Pattern SYNTAX = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");

  /** The first character is not the number sign, which begins a comment in the file. */
  private static final Pattern NAME = Pattern.compile("(?!#)\\p{Graph}{1,255}");

  private static final Pattern GROUP = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern HASH = Pattern.compile("sha256:([0-9a-f]{64})");
  private static final String NEVER = "never";
  private static final int SECRET_BYTES = 32;
  private static final int COLUMNS = 4;

  /** A new random token. Its text is shown once; only the hash is kept. */
  static String random() {
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
  }

  static boolean isToken(String text) {
    return SYNTAX.matcher(text).matches();
  }

  /**
   * Returns the name when a line of the file can hold it.
   *
   * @throws IllegalArgumentException the rule for names; the message does not repeat the name
   */
  static String requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a name must be 1 to 255 visible ASCII characters, without blanks, the first not #");
    }
    return name;
  }

  /**
   * Reads a line of the file.
   *
   * @throws IllegalArgumentException the rule that the line breaks; the message repeats nothing of
   *     the line, which may be a secret in the wrong place
   */
  static ApiToken parse(String line) {
    String[] columns = line.strip().split("\\s+");
    if (columns.length != COLUMNS || !NAME.matcher(columns[0]).matches()) {
      throw new IllegalArgumentException("a line is: name groups expiry sha256:hash");
    }
    var hash = HASH.matcher(columns[3]);
    if (!hash.matches()) {
      throw new IllegalArgumentException("the hash must be sha256: and 64 hexadecimal digits");
    }
    return new ApiToken(
        identity(columns[0], columns[1]),
        expiry(columns[2]),
        HexFormat.of().parseHex(hash.group(1)));
  }

  /**
   * The identity of a token.
   *
   * @param groups names with commas between, {@code submitter} or {@code operator} among them: a
   *     misspelled one must not make a token that is good for nothing
   * @throws IllegalArgumentException the rule that the groups break
   */
  static Identity identity(String name, String groups) {
    List<String> names = List.of(groups.split(",", -1));
    if (names.stream().noneMatch(each -> Group.named(each).isPresent())
        || !names.stream().allMatch(GROUP.asMatchPredicate())) {
      throw new IllegalArgumentException(
          "groups are submitter and operator, and others of your own (1 to 64 of A-Z, a-z, 0-9, ."
              + " _ -), with a comma between");
    }
    return Identity.of(name, names);
  }

  private static Optional<Instant> expiry(String text) {
    try {
      return text.equals(NEVER) ? Optional.empty() : Optional.of(Rfc3339.parse(text));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("the expiry must be a time of RFC 3339, or never");
    }
  }

  /** The line of the file that {@link #parse} reads. */
  String line() {
    return String.join(
        " ",
        identity.name(),
        identity.memberships().stream().sorted().collect(Collectors.joining(",")),
        expiresAt.map(Instant::toString).orElse(NEVER),
        "sha256:" + HexFormat.of().formatHex(hash));
  }

  /** Compares in a time that does not depend on how many bytes are equal. */
  boolean hasHash(byte[] other) {
    return MessageDigest.isEqual(hash, other);
  }

  boolean isValidAt(Instant now) {
    return expiresAt.isEmpty() || now.isBefore(expiresAt.get());
  }
}
