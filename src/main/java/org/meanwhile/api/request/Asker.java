package org.meanwhile.api.request;

import java.util.Set;

/**
 * Who asks for a job: the caller of a request, or the one of a schedule that fires, where no
 * request is served.
 *
 * @param groups the names of all groups that it is in
 */
record Asker(String name, Set<String> groups) {}
