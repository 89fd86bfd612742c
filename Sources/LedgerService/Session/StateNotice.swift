// SPDX-License-Identifier: Apache-2.0
import Quantities
import StateStorage

/// What is said when the stored state is not as it was written.
///
/// Nothing is lost with it: it is made from the entries.
enum StateNotice {
  /// To whoever asked something: the answer is right, and was slow.
  static func replayed(_ error: StateStorageError) -> BilingualText {
    text(
      error, "答复改由重放条目得出。请运行 `tanzhang rebuild` 重建。",
      "the answer comes from a replay of the entries instead. Run `tanzhang rebuild` to make it "
        + "anew.")
  }

  /// To whoever writes.
  static func remade(_ error: StateStorageError) -> BilingualText {
    text(error, "已由条目重新生成。", "it is made anew from the entries.")
  }

  /// To whoever cannot be answered.
  static func refusal(_ error: StateStorageError) -> BilingualText {
    text(
      error, "请运行 `tanzhang rebuild` 由条目重建。",
      "run `tanzhang rebuild` to make it anew from the entries.")
  }

  private static func text(
    _ error: StateStorageError, _ chinese: String, _ english: String
  ) -> BilingualText {
    guard case .damaged(let path, let offset, let damage) = error else {
      return BilingualText("\(error)", "\(error)")
    }
    return BilingualText(
      "存储的状态已损坏(\(path) 第 \(offset) 字节:\(damage.text.chinese));" + chinese,
      "The stored state is damaged (\(path), byte \(offset): \(damage.text.english)); " + english)
  }
}

extension StateDamage {
  /// What it is.
  fileprivate var text: BilingualText {
    let chinese =
      switch self {
      case .start: "文件开头不是写入的内容"
      case .cutShort: "文件不完整"
      case .changed: "内容与写入时不同"
      case .malformed: "内容不是存储的状态"
      case .unreadable: "磁盘无法读出"
      }
    return BilingualText(chinese, sentence)
  }
}
