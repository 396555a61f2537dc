using System.Text;
using Boom.Core.Bson;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Checks;

/// <summary>
/// Which stage asks first for a field, by a search over its text, as the reference does: a name or a text that is the field's path, with or without $, or
/// begins with it. One more than is needed does no harm. Paths from <c>$$ROOT</c> and <c>$$CURRENT</c> count too.
/// </summary>
sealed class FieldUse
{
    readonly List<HashSet<string>> _texts = [];

    /// <param name="stages">An encoded array of stages.</param>
    public FieldUse(in FilterValue stages)
    {
        var walker = new ElementWalker(stages);
        while (walker.Next())
        {
            var texts = new HashSet<string>(StringComparer.Ordinal);
            Collect(walker.Value, "", texts);
            _texts.Add(texts);
        }
    }

    /// <summary>The first stage that asks for a field, counted from 0; −1 when none does.</summary>
    public int FirstOf(string field)
    {
        for (var i = 0; i < _texts.Count; i++)
        {
            foreach (var text in _texts[i])
            {
                if (text.StartsWith(field, StringComparison.Ordinal) && (text.Length == field.Length || text[field.Length] == '.'))
                    return i;
            }
        }

        return -1;
    }

    static void Collect(in FilterValue value, string outer, HashSet<string> texts)
    {
        if (value.Type == BsonType.String)
        {
            var text = Encoding.UTF8.GetString(value.AsUtf8()).Trim();
            texts.Add(Bare(text));
            return;
        }

        if (value.Type is not (BsonType.Document or BsonType.Array))
            return;
        var walker = new ElementWalker(value);
        while (walker.Next())
        {
            var inner = outer;
            if (value.Type == BsonType.Document)
            {
                var name = Encoding.UTF8.GetString(walker.Name).Trim();
                texts.Add(Bare(name));
                // A nested spelling: {"LSST": {"prv_candidates": 1}}.
                if (outer.Length > 0)
                    texts.Add($"{outer}.{name}");
                inner = name;
            }

            Collect(walker.Value, inner, texts);
        }
    }

    static string Bare(string text)
    {
        foreach (var prefix in (ReadOnlySpan<string>)["$$ROOT.", "$$CURRENT."])
        {
            if (text.StartsWith(prefix, StringComparison.Ordinal))
                return text[prefix.Length..];
        }

        return text.StartsWith('$') && !text.StartsWith("$$", StringComparison.Ordinal) ? text[1..] : text;
    }
}
