package org.meanwhile.api.download;

import org.meanwhile.platform.Setting;
import org.meanwhile.platform.SettingsGroup;

/** Which outputs a node keeps as files, and whether a proxy sends them. */
public final class DownloadSettings implements SettingsGroup {

  public static final Setting<Long> CACHE_MAX_BYTES =
      Setting.declare(
          "download.cache.max-bytes",
          Long.toString(1L << 30),
          Long::valueOf,
          n -> n >= 0,
          "a number of bytes, or 0",
          "How many bytes of outputs a node with the role `api` keeps as files, from which it sends "
              + "them the next time. The files that were sent least recently are deleted for new "
              + "ones. No file is begun when less than this many bytes, and less than a tenth of "
              + "the disk, would be left free. 0: none, and every download is read from the "
              + "database. Outputs of at most 8 KiB are never kept.");

  public static final Setting<String> CACHE_DIRECTORY =
      Setting.declare(
          "download.cache.directory",
          "",
          text -> text,
          text -> text.indexOf('\0') < 0,
          "a path, or empty",
          "Where these files are: each process makes a directory of its own there, which it "
              + "deletes at its end. Several nodes may share it. Empty: the JVM's temporary folder.");

  public static final Setting<ProxyHeader> PROXY_HEADER =
      Setting.declare(
          "download.proxy-header",
          "none",
          ProxyHeader::parse,
          header -> true,
          "none, X-Accel-Redirect or X-Sendfile",
          "The field by which this node has its proxy send such a file: `X-Accel-Redirect` (nginx) "
              + "or `X-Sendfile`. Only for requests that the proxy has given the field "
              + "`X-Sendfile-Type` with the same name. See [deploy](deploy.md#files-sent-by-the-proxy).");

  public static final Setting<String> PROXY_PATH =
      Setting.declare(
          "download.proxy-path",
          "/downloads/",
          text -> text,
          text -> text.matches("/([A-Za-z0-9._-]+/)*"),
          "a path of letters, digits and ._- between slashes, with one at both ends",
          "For `X-Accel-Redirect`: the path at which nginx has `meanwhile.download.cache.directory`.");

  @Override
  public String title() {
    return "Downloads";
  }

  @Override
  public void check(Values values) {
    if (values.get(PROXY_HEADER) != ProxyHeader.NONE && values.get(CACHE_DIRECTORY).isEmpty()) {
      throw new IllegalArgumentException(
          PROXY_HEADER.name() + " needs " + CACHE_DIRECTORY.name() + ", which the proxy reads");
    }
  }
}
