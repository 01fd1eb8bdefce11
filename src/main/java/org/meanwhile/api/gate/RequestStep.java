package org.meanwhile.api.gate;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** One step of the {@link RequestPipeline}. An instance serves many threads at a time. */
public interface RequestStep {

  /** Answers the request, or passes it on to {@code next}. */
  void pass(HttpServletRequest request, HttpServletResponse response, FilterChain next)
      throws IOException, ServletException;
}
