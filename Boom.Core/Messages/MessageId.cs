using System.IO.Hashing;
using System.Text;

namespace Boom.Core.Messages;

/// <summary>
/// Identifiers of messages: of a topic, an alert and the versions of the filters that it passed. What is sent again, for whatever reason, has the same
/// identifier, by which a reader tells it from another message.
/// </summary>
public static class MessageId
{
    /// <summary>The identifier: 32 hexadecimal digits.</summary>
    /// <param name="topic">Topic.</param>
    /// <param name="candid">The alert.</param>
    /// <param name="filters">Filter and version of each, in any order; none for a public stream.</param>
    public static string Of(string topic, long candid, IEnumerable<(string Filter, string Version)> filters)
    {
        var text = new StringBuilder().Append(System.Globalization.CultureInfo.InvariantCulture, $"{topic}\n{candid}");
        foreach (var (filter, version) in filters.Order())
            text.Append('\n').Append(filter).Append('\t').Append(version);
        return Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
