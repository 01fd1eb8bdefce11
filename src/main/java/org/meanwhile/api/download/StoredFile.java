package org.meanwhile.api.download;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import java.util.UUID;

/** A whole file with the right digest. What may change is guarded by the cache's lock. */
final class StoredFile {
  private final Path path;
  private final long sizeBytes;
  private final FileTime modified;
  private final Object key;

  /** Of the output that was served last. */
  UUID content;

  int users;
  boolean dropped;
  long keepUntilNanos = System.nanoTime();

  /** A file whose bytes were read and found right. */
  StoredFile(Path path, UUID content) throws IOException {
    BasicFileAttributes attributes = attributes(path);
    this.path = path;
    this.content = content;
    this.sizeBytes = attributes.size();
    this.modified = attributes.lastModifiedTime();
    this.key = attributes.fileKey();
  }

  Path path() {
    return path;
  }

  long sizeBytes() {
    return sizeBytes;
  }

  /** Whether nobody has changed or replaced the file since its bytes were found right. */
  boolean isUnchanged() {
    try {
      BasicFileAttributes now = attributes(path);
      return now.isRegularFile()
          && now.size() == sizeBytes
          && now.lastModifiedTime().equals(modified)
          && Objects.equals(now.fileKey(), key);
    } catch (IOException e) {
      return false;
    }
  }

  FileChannel open() throws IOException {
    return FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }
}
