using Confluent.Kafka;

namespace Boom.Messaging.Kafka;

/// <summary>How clients prove who they are to the brokers, and how what they say is kept from others. Section <c>Kafka</c>.</summary>
public sealed class KafkaSecurity
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Kafka";

    static readonly string[] Protocols = ["plaintext", "sasl_plaintext", "sasl_ssl", "ssl"];
    static readonly string[] Mechanisms = ["scram-sha-256", "scram-sha-512", "plain"];

    readonly Dictionary<string, string> _settings = new(StringComparer.Ordinal);

    /// <summary>
    /// <c>plaintext</c>, <c>sasl_plaintext</c>, <c>sasl_ssl</c> or <c>ssl</c>. Default empty: <c>sasl_plaintext</c> with a user, else <c>plaintext</c>.
    /// </summary>
    public string Protocol { get; set; } = "";

    /// <summary><c>scram-sha-256</c>, <c>scram-sha-512</c> or <c>plain</c>. Default empty: <c>scram-sha-512</c>.</summary>
    public string Mechanism { get; set; } = "";

    /// <summary>User; default empty: none.</summary>
    public string Username { get; set; } = "";

    /// <summary>Password; a secret, never shown.</summary>
    public string Password { get; set; } = "";

    /// <summary>File of the certificates to trust, PEM; default empty: those of the system.</summary>
    public string CaFile { get; set; } = "";

    /// <summary>What is wrong, a sentence each.</summary>
    public IEnumerable<string> FindProblems()
    {
        if (Protocol.Length > 0 && !Protocols.Contains(Protocol, StringComparer.OrdinalIgnoreCase))
            yield return $"{Section}:{nameof(Protocol)} is {Protocol}; give one of {string.Join(", ", Protocols)}.";
        if (Mechanism.Length > 0 && !Mechanisms.Contains(Mechanism, StringComparer.OrdinalIgnoreCase))
            yield return $"{Section}:{nameof(Mechanism)} is {Mechanism}; give one of {string.Join(", ", Mechanisms)}.";
        if (Username.Length == 0 != (Password.Length == 0))
            yield return $"{Section}:{(Username.Length == 0 ? nameof(Username) : nameof(Password))} is missing; give user and password, or neither.";
        if (Protocol.StartsWith("sasl", StringComparison.OrdinalIgnoreCase) && Username.Length == 0)
            yield return $"{Section}:{nameof(Protocol)} is {Protocol}, which needs {Section}:{nameof(Username)} and {Section}:{nameof(Password)}.";
        if (CaFile.Length > 0 && !File.Exists(CaFile))
            yield return $"{Section}:{nameof(CaFile)} is {CaFile}; there is no such file.";
    }

    /// <summary>Keeps settings of the client library that <see cref="ApplyTo"/> sets as well; what this section says goes before them.</summary>
    public void Use(IEnumerable<KeyValuePair<string, string>> settings)
    {
        foreach (var (key, value) in settings)
            _settings[key] = value;
    }

    /// <summary>A setting of the client library that was kept; null when there is none of that name.</summary>
    public string? Find(string key) => _settings.GetValueOrDefault(key);

    /// <summary>Sets it on a client.</summary>
    public T ApplyTo<T>(T config)
        where T : ClientConfig
    {
        foreach (var (key, value) in _settings)
            config.Set(key, value);
        config.SecurityProtocol = Protocol.ToUpperInvariant() switch
        {
            "PLAINTEXT" => SecurityProtocol.Plaintext,
            "SASL_PLAINTEXT" => SecurityProtocol.SaslPlaintext,
            "SASL_SSL" => SecurityProtocol.SaslSsl,
            "SSL" => SecurityProtocol.Ssl,
            _ => config.SecurityProtocol ?? (Username.Length > 0 ? SecurityProtocol.SaslPlaintext : SecurityProtocol.Plaintext),
        };
        if (CaFile.Length > 0)
            config.SslCaLocation = CaFile;
        if (Username.Length == 0 || config.SecurityProtocol is SecurityProtocol.Plaintext or SecurityProtocol.Ssl)
            return config;
        config.SaslMechanism = Mechanism.ToUpperInvariant() switch
        {
            "PLAIN" => SaslMechanism.Plain,
            "SCRAM-SHA-256" => SaslMechanism.ScramSha256,
            "SCRAM-SHA-512" => SaslMechanism.ScramSha512,
            _ => config.SaslMechanism ?? SaslMechanism.ScramSha512,
        };
        config.SaslUsername = Username;
        config.SaslPassword = Password;
        return config;
    }
}
