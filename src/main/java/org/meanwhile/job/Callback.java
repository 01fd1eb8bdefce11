package org.meanwhile.job;

import java.util.Optional;
import org.meanwhile.platform.WebhookSecret;

/**
 * Where the end of a job is delivered to.
 *
 * @param receiver equal for deliveries to the same host and port; at most 320 characters
 * @param secret signs the deliveries; empty for the server's secret, if there is one
 * @param base the server's root URI as the creating request used it; links are made from it
 */
public record Callback(String url, String receiver, Optional<WebhookSecret> secret, String base) {}
