/** A client of Meanwhile, and a loop for its workers. Needs nothing but the JDK. */
module org.meanwhile.client {
  requires transitive java.net.http;

  exports org.meanwhile.client;
}
