package org.meanwhile.security;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A request from this machine to {@code localhost}, unless a test says otherwise. */
record Request(String method, String path, String remote, Map<String, List<String>> fields) {

  static Request of(String method, String path) {
    return new Request(method, path, "127.0.0.1", Map.of()).with("Host", "localhost:8080");
  }

  Request from(String address) {
    return new Request(method, path, address, fields);
  }

  Request with(String field, String... lines) {
    Map<String, List<String>> more = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    more.putAll(fields);
    more.put(field, List.of(lines));
    return new Request(method, path, remote, more);
  }

  AccessRequest toAccessRequest() {
    String authority = fields.get("Host").get(0);
    String host = authority.replaceFirst(":[0-9]*$", "");
    return new AccessRequest(
        method,
        path,
        remote,
        "http://" + authority,
        host,
        name -> fields.getOrDefault(name, List.of()),
        () -> new ArrayList<>(fields.keySet()));
  }
}
