using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using Boom.Core.Bson;

namespace Boom.Core.Matching;

/// <summary>Text in which a regular expression is found.</summary>
sealed class RegexTest(Regex regex) : ValueTest
{
    const int CharsOnStack = 256;

    public Regex Regex => regex;

    public override bool Passes(in MatchValue value)
    {
        if (value.Type != BsonType.String)
            return false;
        var utf8 = value.AsUtf8();
        // UTF-16 takes at most as many units as UTF-8 takes bytes.
        if (utf8.Length <= CharsOnStack)
            return Found(utf8, stackalloc char[CharsOnStack]);
        var rented = ArrayPool<char>.Shared.Rent(utf8.Length);
        try
        {
            return Found(utf8, rented);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(rented);
        }
    }

    bool Found(ReadOnlySpan<byte> utf8, Span<char> chars) => regex.IsMatch(chars[..Encoding.UTF8.GetChars(utf8, chars)]);
}
