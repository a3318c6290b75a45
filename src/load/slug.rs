//! A caption → the id that an entry without one gets.

/// Lower-case ASCII letters and digits, with one `-` for each run of anything else; letters with marks lose them. Empty
/// when the caption has neither Latin letters nor digits.
pub(super) fn slug(caption: &str) -> String {
    let mut slug = String::with_capacity(caption.len());
    let mut gap = false;
    for char in caption.chars() {
        let mut plain = [0; 4];
        let letters = if char.is_ascii() { &*char.encode_utf8(&mut plain) } else { without_marks(char) };
        for letter in letters.bytes() {
            if letter.is_ascii_alphanumeric() {
                if gap && !slug.is_empty() {
                    slug.push('-');
                }
                gap = false;
                slug.push(letter.to_ascii_lowercase() as char);
            } else if letter != b'\'' {
                gap = true;
            }
        }
    }
    slug
}

/// The Latin letters that a marked letter is made of; a space for anything else.
fn without_marks(char: char) -> &'static str {
    match char {
        'À'..='Å' | 'à'..='å' | 'Ā'..='ą' => "a",
        'Æ' | 'æ' => "ae",
        'Ç' | 'ç' | 'Ć'..='č' => "c",
        'Ď'..='đ' | 'Ð' | 'ð' => "d",
        'È'..='Ë' | 'è'..='ë' | 'Ē'..='ě' => "e",
        'Ĝ'..='ģ' => "g",
        'Ĥ'..='ħ' => "h",
        'Ì'..='Ï' | 'ì'..='ï' | 'Ĩ'..='ı' => "i",
        'Ĵ' | 'ĵ' => "j",
        'Ķ' | 'ķ' => "k",
        'Ĺ'..='ł' => "l",
        'Ñ' | 'ñ' | 'Ń'..='ň' => "n",
        'Ò'..='Ö' | 'Ø' | 'ò'..='ö' | 'ø' | 'Ō'..='ő' => "o",
        'Œ' | 'œ' => "oe",
        'Ŕ'..='ř' => "r",
        'Ś'..='š' | 'Ș' | 'ș' => "s",
        'ß' | 'ẞ' => "ss",
        'Ţ'..='ŧ' | 'Ț' | 'ț' => "t",
        'Þ' | 'þ' => "th",
        'Ù'..='Ü' | 'ù'..='ü' | 'Ũ'..='ų' => "u",
        'Ŵ' | 'ŵ' => "w",
        'Ý' | 'ý' | 'ÿ' | 'Ŷ'..='Ÿ' => "y",
        'Ź'..='ž' => "z",
        // Marks on their own, and apostrophes, join what stands around them.
        '\u{300}'..='\u{36f}' | '’' | 'ʼ' => "'",
        _ => " ",
    }
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn captions_become_ids() {
        for (caption, id) in [
            ("Apache Kafka", "apache-kafka"),
            ("Pub/Sub  (Lite)", "pub-sub-lite"),
            ("Café Größe Łódź", "cafe-grosse-lodz"),
            ("Cafe\u{301}", "cafe"),
            ("It’s 1,5x", "its-1-5x"),
            ("日本", ""),
            ("--", ""),
        ] {
            assert_eq!(slug(caption), id, "{caption}");
        }
    }
}
