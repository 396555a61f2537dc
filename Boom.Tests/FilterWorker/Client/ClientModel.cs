using System.Globalization;

namespace Boom.Tests.FilterWorker.Client;

/// <summary>A model of the public client: the fields that it wants of a record. Others are ignored.</summary>
sealed class ClientModel
{
    /// <param name="name">Name, which fields of other models have as their type.</param>
    /// <param name="fields">
    /// Separated by semicolons, each <c>names type</c>, with a range <c>least..most</c> where numbers have one. Names are separated by bars. The type is d, i,
    /// b, s, y (bytes), band, or a model; <c>[type]</c> is a list. As it stands the field must be there and not null; with an exclamation mark it must be there,
    /// with a question mark it need not be.
    /// </param>
    /// <param name="inner">Models that fields are of.</param>
    public ClientModel(string name, string fields, params ClientModel[] inner)
    {
        Name = name;
        Fields = [.. fields.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(field => Parse(field, inner))];
    }

    public string Name { get; }

    public IReadOnlyList<ClientField> Fields { get; }

    /// <summary>Adds what is wrong with a record, a line each.</summary>
    /// <param name="record">The record, as <see cref="ClientReader"/> reads it.</param>
    /// <param name="path">Where it is, for the lines.</param>
    /// <param name="problems">Takes them.</param>
    public void Check(IReadOnlyDictionary<string, object?> record, string path, ICollection<string> problems)
    {
        foreach (var field in Fields)
            field.Check(record, path, problems);
    }

    static ClientField Parse(string text, ClientModel[] inner)
    {
        var parts = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var type = parts[1].TrimEnd('?', '!');
        var isList = type.StartsWith('[');
        type = type.Trim('[', ']');
        var range = parts.Length > 2 ? Array.ConvertAll(parts[2].Split(".."), Number) : [null, null];
        var kind = type switch
        {
            "d" => ClientKind.Double,
            "i" => ClientKind.Integer,
            "b" => ClientKind.Boolean,
            "s" => ClientKind.Text,
            "y" => ClientKind.Bytes,
            "band" => ClientKind.Band,
            _ => ClientKind.Model,
        };
        return new ClientField(
            parts[0].Split('|'), kind, kind == ClientKind.Model ? inner.First(model => model.Name == type) : null, isList,
            MayBeAbsent: parts[1].EndsWith('?'), MayBeNull: parts[1].EndsWith('?') || parts[1].EndsWith('!'),
            range[0] ?? double.NegativeInfinity, range[1] ?? double.PositiveInfinity);
    }

    static double? Number(string text) => text.Length > 0 ? double.Parse(text, CultureInfo.InvariantCulture) : null;
}
