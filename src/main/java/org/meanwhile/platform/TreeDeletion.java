package org.meanwhile.platform;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Deletes a directory with all in it, from open directory to open directory. What runs in the
 * directory may swap parts of it for links at any moment, and nothing outside is deleted: a
 * directory is entered by its name in the open directory above, and never through a link.
 *
 * <p>Weakness: a directory that cannot be read is made readable by its path, as Java has no other
 * way. When it is swapped for a link at that moment, the target gets the permissions {@code
 * rwx------}, if it belongs to the server's user.
 */
public final class TreeDeletion {
  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rwx------");

  private @Nullable IOException failure;

  private TreeDeletion() {}

  /**
   * Deletes as much as possible.
   *
   * @return the first failure; null when all is deleted, or nothing was there
   */
  public static @Nullable IOException delete(Path directory) {
    TreeDeletion deletion = new TreeDeletion();
    Path path = directory.toAbsolutePath();
    try (DirectoryStream<Path> parent = Files.newDirectoryStream(path.getParent())) {
      if (parent instanceof SecureDirectoryStream<Path> secure) {
        deletion.delete(secure, path);
      } else {
        deletion.failure = new IOException("this platform cannot delete a tree safely");
      }
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      return e;
    }
    return deletion.failure;
  }

  /**
   * @param path of the file in its parent; only its name is used, as long as it can be read
   */
  private void delete(SecureDirectoryStream<Path> parent, Path path) {
    try {
      if (isDirectory(parent, path)) {
        deleteContent(parent, path);
        parent.deleteDirectory(path.getFileName());
      } else {
        parent.deleteFile(path.getFileName());
      }
    } catch (NoSuchFileException e) {
      // It is gone, which is what is wanted.
    } catch (IOException e) {
      failure = failure == null ? e : failure;
    }
  }

  private static boolean isDirectory(SecureDirectoryStream<Path> parent, Path path)
      throws IOException {
    return parent
        .getFileAttributeView(
            path.getFileName(), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .readAttributes()
        .isDirectory();
  }

  private void deleteContent(SecureDirectoryStream<Path> parent, Path path) throws IOException {
    try (SecureDirectoryStream<Path> directory = open(parent, path)) {
      directory.getFileAttributeView(PosixFileAttributeView.class).setPermissions(OWNER);
      for (Path each : directory) {
        delete(directory, path.resolve(each.getFileName()));
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private static SecureDirectoryStream<Path> open(SecureDirectoryStream<Path> parent, Path path)
      throws IOException {
    try {
      return parent.newDirectoryStream(path.getFileName(), LinkOption.NOFOLLOW_LINKS);
    } catch (AccessDeniedException e) {
      Files.setPosixFilePermissions(path, OWNER);
      return parent.newDirectoryStream(path.getFileName(), LinkOption.NOFOLLOW_LINKS);
    }
  }
}
