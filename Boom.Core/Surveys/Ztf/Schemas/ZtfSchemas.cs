namespace Boom.Core.Surveys.Ztf;

/// <summary>The Avro schemas of ZTF packets that Boom writes itself.</summary>
public static class ZtfSchemas
{
    static readonly byte[] _version402 = Load("ztf_alert_4.02.avsc");

    /// <summary>Writer's schema of packets 4.02, JSON in UTF-8: the survey's field names, order and types, with docs of our own.</summary>
    public static ReadOnlySpan<byte> Version402 => _version402;

    static byte[] Load(string name)
    {
        using var stream = typeof(ZtfSchemas).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"the resource {name} is not in the assembly");
        var schema = new byte[stream.Length];
        stream.ReadExactly(schema);
        return schema;
    }
}
