package com.example;

import static org.junit.jupiter.api.Assertions.*;

import jakarta.inject.Inject;
import java.io.*;
import java.net.URI;
import java.net.URL;
import java.net.http.*;
import java.time.Duration;
import org.jboss.arquillian.container.test.api.*;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobStatus;
import org.meanwhile.jobs.JobRequest;
import org.meanwhile.jobs.Jobs;

/** The WAR on a real server. A failed deployment does not fail Arquillian; here the first request does. */
@ExtendWith(ArquillianExtension.class)
class CountLinesIT {
  private static final String FORM =
      String.join(
          "\r\n",
          "--x",
          "Content-Disposition: form-data; name=\"job\"",
          "Content-Type: application/json",
          "",
          "{\"operation\": \"count-lines\", \"input\": {\"containing\": \"o\"}}",
          "--x",
          "Content-Disposition: form-data; name=\"file\"; filename=\"lines.txt\"",
          "Content-Type: text/plain",
          "",
          "one\ntwo\nthree\n",
          "--x--",
          "");

  @Inject private Jobs jobs;

  @Deployment
  static WebArchive war() {
    return ShrinkWrap.createFromZipFile(WebArchive.class, new File("target/meanwhile.war"));
  }

  @Test
  @RunAsClient
  void a_client_gets_the_number_of_lines(@ArquillianResource URL base) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + "job"))
            .header("Content-Type", "multipart/form-data; boundary=x")
            .header("Prefer", "wait=60")
            .POST(HttpRequest.BodyPublishers.ofString(FORM))
            .build();
    HttpResponse<String> answer =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build()
            .send(request, HttpResponse.BodyHandlers.ofString());
    assertEquals("2", answer.body());
  }

  @Test
  void code_in_the_same_WAR_runs_it_by_a_call() throws Exception {
    InputStream file = new ByteArrayInputStream("one\ntwo\n".getBytes());
    JobId id = jobs.submit(JobRequest.of("count-lines").file("text/plain", "lines.txt", file));
    assertEquals(JobStatus.SUCCEEDED, jobs.await(id, Duration.ofMinutes(1)).orElseThrow().status());
  }
}
