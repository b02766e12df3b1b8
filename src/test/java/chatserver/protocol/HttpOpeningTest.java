package chatserver.protocol;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpOpeningTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1",
        "GET / HTTP/0.9",
        "GET / HTTP/2.0",
        "POST /say?x=y HTTP/1.0",
        "PRI * HTTP/2.0", // the preface of HTTP/2
        "OPTIONS * HTTP/1.1",
        "GET http://127.0.0.1:8000/ HTTP/1.1",
        "CONNECT chat.example:8000 HTTP/1.1",
        "CONNECT a: HTTP/1.1",
        "GET /a b c HTTP/1.1", // spaces where none belong
        "azAZ09!#$%&'*+-.^_`|~ / HTTP/1.1", // every kind of character that a method may have
        "g / HTTP/1.1",
        "OPTIONS / RTSP/1.0",
        "DESCRIBE rtsp://192.0.2.1/a RTSP/2.0",
        "OPTIONS sip:nm SIP/2.0",
        "INVITE sips:bob@chat.example SIP/2.0"
      })
  void aRequestLineHasAMethodATargetAndAVersion(String line) {
    assertTrue(Opening.isHttp(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "GET",
        "GET /",
        "GET / ",
        "GET HTTP/1.1",
        "GET  HTTP/1.1",
        " / HTTP/1.1",
        " GET / HTTP/1.1",
        "GET / HTCP/1.1",
        "GET / http/1.1",
        "GET / HTTP/1.",
        "GET / HTTP/1,1",
        "GET / HTTP/x.1",
        "GET / HTTP/1.x",
        "GET / HTTP/1.10",
        "GET / HTTP/1.1 x",
        "GET * * HTTP/1.1",
        "GET a HTTP/1.1",
        "GET :a HTTP/1.1",
        "G:T / HTTP/1.1",
        "G(T / HTTP/1.1",
        "G\u00C4T / HTTP/1.1",
        "OPTIONS / RTP/1.0",
        "OPTIONS sip:nm SIP 2.0",
        "OPTIONS nm SIP/2.0",
        "I like HTTP/1.1"
      })
  void everythingElseIsSomethingToSay(String line) {
    assertFalse(Opening.isHttp(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /",
        "GET /search?q=",
        "GET http",
        "GET http://chat.ex",
        "OPTIONS * HT",
        "M-SEARCH *",
        "SETUP rtsp://",
        "INVITE sip:bob",
        "INVITE sips:bob",
        "AZ09!#$%&'*+-.^_`|~ /"
      })
  void aRequestTooLongToKeepIsKnownByItsBeginning(String start) {
    assertTrue(Opening.beginsHttp(start));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "GET",
        "GET ",
        "GET x",
        "GET  /",
        " /",
        "/",
        "/123456789",
        "get /",
        "GEt /",
        "a: /",
        "A: /",
        "WOW (/",
        "x GET /",
        "A sip of coffee",
        "A sips",
        "have you seen this?"
      })
  void aLongLineOfTextBeginsInAnotherWay(String start) {
    assertFalse(Opening.beginsHttp(start));
  }
}
