using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Boom.Core.Matching;

/// <summary>
/// Regular expressions of MongoDB (PCRE) for the automaton of .NET, whose time is linear in the text. What the automaton cannot do, such as back
/// references and lookaround, is refused, and so is what the two dialects read differently.
/// </summary>
static class RegexPattern
{
    /// <exception cref="FormatException">The sentence says what is not allowed.</exception>
    public static Regex Compile(string pattern, string options)
    {
        if (pattern.Length > MatchLimits.PatternLength)
            throw new FormatException($"a pattern has at most {MatchLimits.PatternLength} characters, not {pattern.Length}");
        var flags = Flags(options);
        var translated = new Translator(pattern, flags.HasFlag(RegexOptions.IgnorePatternWhitespace)).Run();
        try
        {
            return new Regex(translated, flags | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (NotSupportedException)
        {
            throw new FormatException("lookaround, back references, atomic groups and conditions inside a pattern are not allowed");
        }
        catch (ArgumentException)
        {
            throw new FormatException($"'{pattern}' is not a regular expression that can be read");
        }
    }

    static RegexOptions Flags(string options)
    {
        var flags = RegexOptions.None;
        foreach (var option in options)
        {
            flags |= option switch
            {
                'i' => RegexOptions.IgnoreCase,
                'm' => RegexOptions.Multiline,
                's' => RegexOptions.Singleline,
                'x' => RegexOptions.IgnorePatternWhitespace,
                _ => throw new FormatException($"the options are letters of 'imsx', not '{option}'"),
            };
        }

        return flags;
    }

    /// <summary>Walks a pattern once and writes out what differs: \d, \w and \s are of ASCII, and a bracket inside a class is itself.</summary>
    sealed class Translator(string pattern, bool comments)
    {
        const string Digit = "0-9";
        const string Word = "A-Za-z0-9_";
        const string Space = @"\t-\r\x20";
        const string NotDigit = @"\x00-/:-\uFFFF";
        const string NotWord = @"\x00-/:-@\[-\^`{-\uFFFF";
        const string NotSpace = @"\x00-\x08\x0E-\x1F!-\uFFFF";

        readonly StringBuilder _out = new(pattern.Length + 16);
        int _at;
        long _repetitions = 1;

        public string Run()
        {
            while (_at < pattern.Length)
            {
                switch (pattern[_at])
                {
                    case '\\':
                        Escape(inClass: false);
                        break;
                    case '[':
                        Class();
                        break;
                    case '(' when Follows("(?"):
                        Group();
                        break;
                    case '{':
                        Repetition();
                        break;
                    case '#' when comments:
                        CopyThrough('\n');
                        break;
                    default:
                        _out.Append(pattern[_at++]);
                        break;
                }
            }

            return _out.ToString();
        }

        void Escape(bool inClass)
        {
            var letter = _at + 1 < pattern.Length ? pattern[_at + 1] : '\0';
            if (letter is 'Q' or 'E')
                throw new FormatException(@"\Q and \E are not allowed, escape each character");
            var set = letter switch
            {
                'd' => Digit,
                'w' => Word,
                's' => Space,
                'D' => NotDigit,
                'W' => NotWord,
                'S' => NotSpace,
                _ => null,
            };
            if (set is null)
                _out.Append(pattern, _at, Math.Min(2, pattern.Length - _at));
            else
                _out.Append(inClass ? set : $"[{set}]");
            _at += 2;
        }

        void Class()
        {
            _out.Append(pattern[_at++]);
            if (Follows("^"))
                _out.Append(pattern[_at++]);
            // A closing bracket at the start is a member.
            if (Follows("]"))
            {
                _out.Append(@"\]");
                _at++;
            }

            while (_at < pattern.Length && pattern[_at] != ']')
            {
                if (Follows("[:") || Follows("[.") || Follows("[="))
                    throw new FormatException("classes such as [:alpha:] are not allowed, write the characters");
                if (pattern[_at] == '\\')
                    Escape(inClass: true);
                else if (pattern[_at] == '[')
                    AppendEscaped();
                else
                    _out.Append(pattern[_at++]);
            }
        }

        void AppendEscaped() => _out.Append('\\').Append(pattern[_at++]);

        void Group()
        {
            if (Follows("(?#"))
            {
                CopyThrough(')');
                return;
            }

            for (var i = _at + 2; i < pattern.Length && (char.IsAsciiLetter(pattern[i]) || pattern[i] == '-'); i++)
            {
                if (pattern[i] is 'x' or 'n')
                    throw new FormatException("flags inside a pattern are letters of 'ims', write others into $options");
            }

            _out.Append("(?");
            _at += 2;
        }

        void Repetition()
        {
            var end = pattern.IndexOf('}', _at);
            if (end > 0)
            {
                var most = pattern[(_at + 1)..end].Split(',').Max(Count);
                _repetitions *= Math.Max(most, 1);
                if (_repetitions > MatchLimits.Repetitions)
                    throw new FormatException($"the repetition counts of a pattern multiply to at most {MatchLimits.Repetitions}");
            }

            _out.Append(pattern[_at++]);
        }

        // What is no count is a brace that stands for itself.
        static long Count(string text) => text.Length switch
        {
            0 => 1,
            > 9 => text.All(char.IsAsciiDigit) ? int.MaxValue : 1,
            _ => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 1,
        };

        void CopyThrough(char end)
        {
            var place = pattern.IndexOf(end, _at);
            var length = (place < 0 ? pattern.Length : place + 1) - _at;
            _out.Append(pattern, _at, length);
            _at += length;
        }

        bool Follows(string text) => string.CompareOrdinal(pattern, _at, text, 0, text.Length) == 0;
    }
}
