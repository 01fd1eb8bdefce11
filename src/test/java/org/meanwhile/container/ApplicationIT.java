package org.meanwhile.container;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.meanwhile.operation.catalogue.Catalogue;
import org.meanwhile.operation.catalogue.OfferedOperation;

/** Arquillian ignores a failed deployment: this asserts that the application answers. */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(ArquillianExtension.class)
class ApplicationIT {
  @ArquillianResource private URL base;

  @Inject private Catalogue catalogue;

  @Test
  @RunAsClient
  void the_application_answers() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base.toString()).resolve("/health/ready")).build();
    HttpResponse<String> ready = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());

    assertThat(ready.statusCode()).as(ready.body()).isEqualTo(200);
    assertThat(ready.body()).contains("UP").contains("database");
  }

  @Test
  void the_catalogue_is_complete_when_requests_come() {
    assertThat(catalogue.all())
        .extracting(OfferedOperation::name)
        .contains("simulate", "backup", "export", "sort");
  }
}
