using System.Globalization;

namespace Boom.Tests.FilterWorker.Client;

/// <summary>A field of a <see cref="ClientModel"/>: what the public client takes for it.</summary>
/// <param name="Names">Its name, then others that it may have in a record.</param>
/// <param name="Kind">Its type.</param>
/// <param name="Model">The model of its value, or of each item.</param>
/// <param name="IsList">Its value is a list.</param>
/// <param name="MayBeAbsent">A record need not have it.</param>
/// <param name="MayBeNull">Its value may be null.</param>
/// <param name="Least">Smallest number.</param>
/// <param name="Most">Largest number.</param>
sealed record ClientField(
    string[] Names, ClientKind Kind, ClientModel? Model, bool IsList, bool MayBeAbsent, bool MayBeNull, double Least, double Most)
{
    static readonly string[] Truths = ["1", "on", "t", "true", "y", "yes", "0", "off", "f", "false", "n", "no"];

    /// <summary>The name in a record that has it; null when it has none of its names.</summary>
    public string? FindIn(IReadOnlyDictionary<string, object?> record) => Array.Find(Names, record.ContainsKey);

    /// <summary>Adds what is wrong with it in a record, a line each.</summary>
    public void Check(IReadOnlyDictionary<string, object?> record, string path, ICollection<string> problems)
    {
        var place = path + Names[0];
        if (FindIn(record) is not { } name)
        {
            if (!MayBeAbsent)
                problems.Add($"{place} is not there");
        }
        else if (record[name] is not { } value)
        {
            if (!MayBeNull)
                problems.Add($"{place} is null");
        }
        else if (!IsList)
        {
            CheckValue(value, place, problems);
        }
        else if (value is List<object?> items)
        {
            for (var i = 0; i < items.Count; i++)
                CheckValue(items[i], $"{place}[{i}]", problems);
        }
        else
        {
            problems.Add($"{place} is no list");
        }
    }

    void CheckValue(object? value, string place, ICollection<string> problems)
    {
        if (Kind == ClientKind.Model && value is Dictionary<string, object?> inner)
            Model!.Check(inner, place + ".", problems);
        else if (!Takes(value))
            problems.Add($"{place} is {Tell(value)}");
    }

    // As the lax mode of its validator: numbers become each other where nothing is lost, and no number is a text.
    bool Takes(object? value) => Kind switch
    {
        ClientKind.Double => value is double or float or long or bool
            || (value is string text && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)),
        ClientKind.Integer => IntegerOf(value) is { } number && (double)number >= Least && (double)number <= Most,
        ClientKind.Boolean => value is bool || IntegerOf(value) is 0m or 1m || (value is string word && Truths.Contains(word, StringComparer.OrdinalIgnoreCase)),
        ClientKind.Text => value is string,
        ClientKind.Bytes => value is byte[] or string,
        ClientKind.Band => value is "g" or "r" or "i" or "z" or "y" or "u",
        _ => false,
    };

    static decimal? IntegerOf(object? value) => value switch
    {
        long number => number,
        bool truth => truth ? 1 : 0,
        double number when Math.Abs(number) < 1e18 && double.IsInteger(number) => (decimal)number,
        float number when Math.Abs(number) < 1e18f && float.IsInteger(number) => (decimal)number,
        string text when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    static string Tell(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.GetType().Name,
    };
}

/// <summary>Types of the client's fields.</summary>
enum ClientKind
{
    Double,
    Integer,
    Boolean,
    Text,
    Bytes,

    /// <summary>One of its six bands.</summary>
    Band,

    /// <summary>Another model.</summary>
    Model,
}
