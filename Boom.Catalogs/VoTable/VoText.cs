using System.Text;
using System.Xml;

namespace Boom.Catalogs.VoTable;

/// <summary>Text of one element after the other, as UTF-8, without blanks around.</summary>
sealed class VoText(string name)
{
    const int MostCharacters = 1 << 20;

    char[] _characters = new char[1024];
    byte[] _bytes = new byte[4096];

    /// <summary>Reads the text of the element on which the reader stands, and moves to its end.</summary>
    public ReadOnlySpan<byte> Read(XmlReader reader)
    {
        if (reader.IsEmptyElement)
            return [];
        var count = 0;
        var depth = reader.Depth;
        while (reader.Read() && !(reader.NodeType == XmlNodeType.EndElement && reader.Depth == depth))
        {
            if (reader.NodeType is not (XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace))
                continue;
            for (int read; (read = reader.ReadValueChunk(_characters, count, _characters.Length - count)) > 0;)
            {
                count += read;
                if (count < _characters.Length)
                    continue;
                if (count >= MostCharacters)
                    throw new CatalogException($"{name}: a value is longer than {MostCharacters} characters: this is no table.");
                Array.Resize(ref _characters, 2 * count);
            }
        }

        var text = _characters.AsSpan(0, count).Trim();
        if (_bytes.Length < text.Length * 3)
            _bytes = new byte[text.Length * 3];
        return _bytes.AsSpan(0, Encoding.UTF8.GetBytes(text, _bytes));
    }
}
