package org.meanwhile.contract.support;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses server-sent events as a browser's {@code EventSource} does (WHATWG HTML, section 9.2.6).
 */
public record Events(List<Event> all, int comments) {
  private static final Pattern CHUNK = Pattern.compile("([0-9a-fA-F]+)\r\n");

  public record Event(String id, String type, String data) {
    /** The status of the job in the data. */
    public String status() {
      return data.replaceFirst(".*\"status\":\"([A-Za-z]+)\".*", "$1");
    }
  }

  /** Returns the events of an answer, as far as it was received. */
  public static Events in(Crowd.Visit visit) {
    String text = visit.text();
    int head = text.indexOf("\r\n\r\n");
    return head < 0 ? new Events(List.of(), 0) : read(unchunked(text.substring(head + 4)));
  }

  private static String unchunked(String body) {
    StringBuilder text = new StringBuilder();
    Matcher size = CHUNK.matcher(body);
    for (int at = 0; size.region(at, body.length()).lookingAt(); ) {
      int length = Integer.parseInt(size.group(1), 16);
      text.append(body, size.end(), Math.min(body.length(), size.end() + length));
      at = Math.min(body.length(), size.end() + length + 2);
    }
    return text.toString();
  }

  private static Events read(String stream) {
    List<Event> all = new ArrayList<>();
    String id = "";
    String type = "";
    StringBuilder data = new StringBuilder();
    int comments = 0;
    for (String line : stream.split("\n", -1)) {
      if (line.isEmpty() && data.length() > 0) {
        all.add(new Event(id, type, data.toString()));
        type = "";
        data.setLength(0);
      } else if (line.startsWith(":")) {
        comments++;
      } else if (line.startsWith("id: ")) {
        id = line.substring(4);
      } else if (line.startsWith("event: ")) {
        type = line.substring(7);
      } else if (line.startsWith("data: ")) {
        data.append(line.substring(6));
      }
    }
    return new Events(all, comments);
  }

  public Event last() {
    return all.get(all.size() - 1);
  }
}
