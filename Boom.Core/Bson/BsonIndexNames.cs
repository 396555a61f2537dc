using System.Globalization;
using System.Text;

namespace Boom.Core.Bson;

/// <summary>Element names of arrays: <c>0</c>, <c>1</c>, …, in UTF-8.</summary>
public static class BsonIndexNames
{
    static readonly byte[][] Known = [.. Enumerable.Range(0, 4096).Select(Format)];

    /// <summary>The name of element <paramref name="index"/>.</summary>
    public static ReadOnlySpan<byte> Of(int index) => index < Known.Length ? Known[index] : Format(index);

    static byte[] Format(int index) => Encoding.ASCII.GetBytes(index.ToString(CultureInfo.InvariantCulture));
}
