package org.meanwhile.job;

import java.util.Optional;
import org.meanwhile.platform.WebhookSecret;

/**
 * Who wants to be told when a job ends.
 *
 * @param receiver what deliveries to the same host and port have in common; at most 320 characters
 * @param secret to sign with; empty for the server's, if that has one
 * @param base this server's root as the creating request knew it: links are made from it
 */
public record Callback(String url, String receiver, Optional<WebhookSecret> secret, String base) {}
