//! The example of T/CEC 102.4 (`reference/domain.md` 2.4, checked there with OpenSSL).

use serde_json::json;

use super::*;

const SECRET: &str = "1234567890abcdef";
const DATA: &str = "il7B0BSEjFdzpyKzfOFpvg/Se1CP802RItKYFPfSLRxJ3jf0bVl9hvYOEktPAYW2nd7S8MBcyHYyacHKbISq5iTmDzG+ivnR+SZJv3USNTYVMz9rCQVSxd0cLlqsJauko79NnwQJbzDTyLooYoIwz75qBOH2/xOMirpeEqRJrF/EQjWekJmGk9RtboXePu2rka+Xm51syBPhiXJAq0GfbfaFu9tNqs/e2Vjja/ltE1M0lqvxfXQ6da6HrThsm5id4ClZFIi0acRfrsPLRixS/IQYtksxghvJwbqOsbIsITail9Ayy4tKcogeEZiOO+4Ed264NSKmk7l3wKwJLAFjCFogBx8GE3OBz4pqcAn/ydA=";

fn keys() -> Keys {
    let secret = || Some(SECRET.to_owned());
    Keys::of(secret(), secret(), secret()).unwrap()
}

fn envelope() -> Value {
    json!({
        "OperatorID": "123456789",
        "Data": DATA,
        "TimeStamp": "20160729142400",
        "Seq": "0001",
        "Sig": "745166E8C43C84D37FFEC0F529C4136F",
    })
}

#[test]
fn the_example_of_the_standard_verifies_and_decrypts() {
    let opened = open(envelope(), &keys()).unwrap();
    assert_eq!(opened.payload["total"], 1);
    let station = &opened.payload["stationStatusInfo"];
    assert_eq!(station["stationID"], "111111111111111");
    assert_eq!(station["connectorStatusInfos"]["status"], 4);
    // The standard's own example has a comma too many.
    assert_eq!(opened.mended.unwrap().1, "1 commas");
}

#[test]
fn a_flipped_bit_anywhere_is_refused_before_anything_is_decrypted() {
    for (name, value) in envelope().as_object().unwrap() {
        let text = value.as_str().unwrap();
        for at in 0..text.len() {
            for bit in 0..7 {
                let mut bytes = text.as_bytes().to_vec();
                bytes[at] ^= 1 << bit;
                let Ok(changed) = String::from_utf8(bytes) else {
                    continue;
                };
                // The case of a hexadecimal digit says nothing.
                if name == "Sig" && changed.eq_ignore_ascii_case(text) {
                    continue;
                }
                let mut forged = envelope();
                forged[name] = Value::String(changed);
                let result = open(forged, &keys()).map(|_| ());
                assert_eq!(result, Err(EnvelopeError::Signature), "{name} {at} {bit}");
            }
        }
    }
}

#[test]
fn an_answer_is_signed_over_other_fields() {
    let mut mac = Hmac::<Md5>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(format!("0ok{DATA}").as_bytes());
    let signature = mac.finalize().into_bytes();
    let hex = format!("{:032X}", u128::from_be_bytes(signature.into()));
    let answer = json!({"Ret": 0, "Msg": "ok", "Data": DATA, "Sig": hex});
    assert_eq!(open(answer.clone(), &keys()).unwrap().payload["total"], 1);
    let mut forged = answer;
    forged["Msg"] = json!("ko");
    assert_eq!(
        open(forged, &keys()).map(|_| ()),
        Err(EnvelopeError::Signature)
    );
}

#[test]
fn refusals_and_missing_keys_are_said() {
    let refused = json!({"Ret": 4001, "Msg": "签名错误", "Data": "", "Sig": ""});
    let error = open(refused, &keys()).map(|_| ()).unwrap_err().to_string();
    assert!(error.contains("4001 (bad signature) 签名错误"), "{error}");
    assert_eq!(
        open(envelope(), &Keys::default()).map(|_| ()),
        Err(EnvelopeError::NoKey)
    );
    let plain = json!({"Ret": 0, "Data": {"a": 1}});
    assert_eq!(open(plain, &Keys::default()).unwrap().payload["a"], 1);
}
