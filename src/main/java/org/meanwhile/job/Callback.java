package org.meanwhile.job;

import java.util.List;
import org.meanwhile.platform.WebhookSecret;

/**
 * Where the end of a job is delivered to.
 *
 * @param receiver equal for deliveries to the same host and port; at most 320 characters
 * @param secrets sign the deliveries, each for itself; at most two, and empty for the server's
 *     secrets, if there are any
 * @param base the server's root URI as the creating request used it; links are made from it
 */
public record Callback(String url, String receiver, List<WebhookSecret> secrets, String base) {}
