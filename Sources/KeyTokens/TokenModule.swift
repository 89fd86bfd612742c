// SPDX-License-Identifier: Apache-2.0
import CCryptoki
import Glibc

/// A token's module: a library that answers Cryptoki's calls (PKCS#11 v2.40).
///
/// It is loaded once and stays for the life of the process, since modules keep threads and exit
/// handlers of their own. The address of its list of functions is held as an integer, which makes
/// this Sendable: the list is never changed, and the module is told to expect many threads.
final class TokenModule: Sendable {
  let path: String
  private let address: UInt

  /// Loads and starts the module in the file at `path`.
  init(loading path: String) throws(TokenError) {
    self.path = path
    guard let library = unsafe dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
      throw .moduleMissing(path: path, reason: Self.loaderReason())
    }
    guard let symbol = unsafe dlsym(library, "C_GetFunctionList") else {
      throw .moduleMissing(path: path, reason: Self.loaderReason())
    }
    let getFunctionList = unsafe unsafeBitCast(symbol, to: CK_C_GetFunctionList.self)
    var list: UnsafeMutablePointer<CK_FUNCTION_LIST>?
    let value = unsafe getFunctionList(&list)
    guard value == CKR_OK, let list = unsafe list else {
      throw .failed(.start, ReturnValue(rawValue: value), place: path)
    }
    address = UInt(bitPattern: list)
    try start()
  }

  private func start() throws(TokenError) {
    var arguments = unsafe CK_C_INITIALIZE_ARGS()
    unsafe arguments.flags = CKF_OS_LOCKING_OK
    let value = call { unsafe $0.C_Initialize?(&arguments) }
    guard value == CKR_OK || value == CKR_CRYPTOKI_ALREADY_INITIALIZED else {
      throw .failed(.start, ReturnValue(rawValue: value), place: path)
    }
  }

  /// What the module answers to a call; a function it does not have is not supported.
  func call(_ body: (borrowing CK_FUNCTION_LIST) -> CK_RV?) -> CK_RV {
    guard let list = unsafe UnsafePointer<CK_FUNCTION_LIST>(bitPattern: address) else {
      return CKR_FUNCTION_NOT_SUPPORTED
    }
    return unsafe body(list.pointee) ?? CKR_FUNCTION_NOT_SUPPORTED
  }

  /// The same for a call that must succeed.
  func require(
    _ operation: TokenOperation, at place: String,
    _ body: (borrowing CK_FUNCTION_LIST) -> CK_RV?
  ) throws(TokenError) {
    let value = call(body)
    guard value == CKR_OK else {
      throw .failed(operation, ReturnValue(rawValue: value), place: place)
    }
  }

  /// The slots with a token in them.
  func slots() throws(TokenError) -> [TokenSlot] {
    var count: CK_ULONG = 0
    // The first call lets a module look for tokens that came since.
    try require(.slots, at: path) { unsafe $0.C_GetSlotList?(1, nil, &count) }
    var numbers = [CK_SLOT_ID](repeating: 0, count: Int(min(count, 4_096)))
    guard !numbers.isEmpty else { return [] }
    count = CK_ULONG(numbers.count)
    try require(.slots, at: path) { unsafe $0.C_GetSlotList?(1, &numbers, &count) }
    var slots: [TokenSlot] = []
    for number in numbers.prefix(Int(min(count, 4_096))) {
      var information = CK_TOKEN_INFO()
      // A token that went meanwhile, or fails, is not there; the others are.
      guard call({ unsafe $0.C_GetTokenInfo?(number, &information) }) == CKR_OK else { continue }
      slots.append(TokenSlot(number: number, information))
    }
    return slots
  }

  private static func loaderReason() -> String {
    unsafe dlerror().map { unsafe String(cString: $0) } ?? "no reason given"
  }
}

/// A slot with a token in it, as the token describes itself.
struct TokenSlot {
  let number: CK_SLOT_ID
  let flags: CK_FLAGS
  private let texts: [TokenURI.Attribute: [UInt8]]

  init(number: CK_SLOT_ID, _ information: CK_TOKEN_INFO) {
    self.number = number
    flags = information.flags
    texts = [
      .token: Self.text(information.label), .manufacturer: Self.text(information.manufacturerID),
      .model: Self.text(information.model), .serial: Self.text(information.serialNumber),
    ]
  }

  /// Label and serial number for people; a token's own words do not act on a terminal.
  var name: String {
    let label = Self.shown(texts[.token] ?? [])
    return "\(label) (serial \(Self.shown(texts[.serial] ?? [])))"
  }

  /// Whether there are keys in it; slots for new tokens are shown too.
  var isInitialized: Bool { flags & CKF_TOKEN_INITIALIZED != 0 }

  /// What tells this token from others in this process.
  var identity: [UInt8] {
    let parts: [[UInt8]] = [.manufacturer, .serial, .token].map { texts[$0] ?? [] }
    return Array(parts.joined(separator: [0])) + Array("\0\(number)".utf8)
  }

  /// Whether a URI means this token.
  func matches(_ uri: TokenURI) -> Bool {
    if let slot = uri.text(.slotNumber), slot != "\(number)" { return false }
    return texts.allSatisfy { attribute, value in
      uri.bytes(attribute).map { $0 == value } ?? true
    }
  }

  /// A field of Cryptoki: filled up with blanks.
  private static func text<Field>(_ field: Field) -> [UInt8] {
    let bytes = unsafe withUnsafeBytes(of: field) { unsafe Array($0) }
    guard let last = bytes.lastIndex(where: { $0 != UInt8(ascii: " ") && $0 != 0 }) else {
      return []
    }
    return Array(bytes[...last])
  }

  private static func shown(_ bytes: [UInt8]) -> String {
    let scalars = String(decoding: bytes, as: UTF8.self).unicodeScalars.filter {
      $0.properties.generalCategory != .control && $0.properties.generalCategory != .format
    }
    return String(String.UnicodeScalarView(scalars))
  }
}
