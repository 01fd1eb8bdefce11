package org.meanwhile.builtin.backup;

import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.Set;

/**
 * What the archive says of one file.
 *
 * @param name in UTF-8, a directory's with a slash at its end
 * @param mode kind and permissions, as {@code stat(2)} has them
 * @param modified when its content changed last
 */
record ZipEntry(byte[] name, int mode, Instant modified) {
  static final int FILE = 0100000;
  static final int DIRECTORY = 0040000;
  static final int LINK = 0120000;

  static ZipEntry of(FoundFile found, int kind) {
    PosixFileAttributes attributes = found.attributes();
    String name = kind == DIRECTORY ? found.name() + "/" : found.name();
    return new ZipEntry(
        name.getBytes(StandardCharsets.UTF_8),
        kind | mode(attributes.permissions()),
        attributes.lastModifiedTime().toInstant());
  }

  boolean isDirectory() {
    return (mode & 0170000) == DIRECTORY;
  }

  private static int mode(Set<PosixFilePermission> permissions) {
    int mode = 0;
    for (PosixFilePermission permission : permissions) {
      // Declared from the owner's to the others', as the bits go from high to low.
      mode |= 0400 >> permission.ordinal();
    }
    return mode;
  }
}
