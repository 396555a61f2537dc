using System.Text;

namespace Boom.Messaging.Queues;

/// <summary>The scripts of <see cref="ValkeyQueue"/>, one file each in the folder <c>Scripts</c>.</summary>
static class QueueScripts
{
    public static readonly string Push = Load("push");
    public static readonly string Claim = Load("claim");
    public static readonly string Renew = Load("renew");
    public static readonly string Settle = Load("settle");
    public static readonly string Status = Load("status");

    static string Load(string name)
    {
        var resource = $"Boom.Messaging.Queues.Scripts.{name}.lua";
        using var stream = typeof(QueueScripts).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The script {resource} is missing from the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
