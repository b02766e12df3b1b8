package chatserver.bench;

import java.io.IOException;
import java.util.stream.Stream;

/** What can be measured. */
enum Scenario {
  FAN_OUT("a", "fan-out", "1,000 clients, 10 of them send as fast as they can") {
    @Override
    void run(Stage stage) throws IOException, InterruptedException {
      TalkScenario.fanOut(stage);
    }
  },
  PACED("b", "paced", "1,000 clients, 50 lines a second: CPU and latency") {
    @Override
    void run(Stage stage) throws IOException, InterruptedException {
      TalkScenario.paced(stage);
    }
  },
  JOIN_STORM("c", "join-storm", "10,000 clients connect at once, and everyone is told") {
    @Override
    void run(Stage stage) throws IOException, InterruptedException {
      JoinScenario.storm(stage);
    }
  },
  MEMORY("d", "memory", "10,000 idle clients, server with a heap of 256 MB") {
    @Override
    void run(Stage stage) throws IOException, InterruptedException {
      JoinScenario.memory(stage);
    }
  },
  START_UP("e", "start-up", "from the start of the process to the ready line") {
    @Override
    void run(Stage stage) throws IOException, InterruptedException {
      StartUpScenario.run(stage);
    }
  },
  FEW("f", "few", "10 clients, all of them send as fast as they can") {
    @Override
    void run(Stage stage) throws IOException, InterruptedException {
      TalkScenario.few(stage);
    }
  },
  GROWTH("g", "growth", "fan-out to 10, 100, 1,000 and 5,000 clients") {
    @Override
    void run(Stage stage) throws IOException, InterruptedException {
      TalkScenario.growth(stage);
    }
  };

  private final String letter;
  private final String title;
  private final String about;

  Scenario(String letter, String title, String about) {
    this.letter = letter;
    this.title = title;
    this.about = about;
  }

  abstract void run(Stage stage) throws IOException, InterruptedException;

  String letter() {
    return letter;
  }

  String title() {
    return title;
  }

  String about() {
    return about;
  }

  /**
   * Finds one by its letter or its title.
   *
   * @throws IllegalArgumentException with a message for the user, if there is none
   */
  static Scenario named(String word) {
    return Stream.of(values())
        .filter(each -> each.letter.equals(word) || each.title.equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no scenario is called " + word));
  }
}
