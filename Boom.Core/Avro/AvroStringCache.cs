using System.IO.Hashing;
using System.Text;

namespace Boom.Core.Avro;

/// <summary>
/// Keeps the strings that come again and again (survey, programme, status) so that each exists once. A fixed table: a rare string
/// only displaces another, and one that is not ASCII is made anew. Safe for use by several threads, since a slot is read and written whole.
/// </summary>
sealed class AvroStringCache
{
    const int Slots = 256;
    const int MaximumBytes = 32;

    readonly string?[] _strings = new string?[Slots];

    /// <summary>The string that these UTF-8 bytes encode.</summary>
    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
            return string.Empty;
        if (utf8.Length > MaximumBytes)
            return Encoding.UTF8.GetString(utf8);
        ref var slot = ref _strings[XxHash3.HashToUInt64(utf8) % Slots];
        var known = slot;
        if (known is not null && Ascii.Equals(utf8, known))
            return known;
        return slot = Encoding.UTF8.GetString(utf8);
    }
}
