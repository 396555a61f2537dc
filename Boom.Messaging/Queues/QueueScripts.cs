using System.Text;

namespace Boom.Messaging.Queues;

/// <summary>The scripts of <see cref="ValkeyQueue"/>, one file each in the folder <c>Scripts</c>, behind the functions that they share.</summary>
static class QueueScripts
{
    public static readonly string Push = Load("shared", "push");
    public static readonly string Claim = Load("shared", "forget", "mend", "claim");
    public static readonly string Renew = Load("shared", "renew");
    public static readonly string Settle = Load("shared", "forget", "settle");
    public static readonly string Status = Load("shared", "forget", "mend", "status");

    static string Load(params ReadOnlySpan<string> names)
    {
        var script = new StringBuilder();
        foreach (var name in names)
        {
            var resource = $"Boom.Messaging.Queues.Scripts.{name}.lua";
            using var stream = typeof(QueueScripts).Assembly.GetManifestResourceStream(resource)
                ?? throw new InvalidOperationException($"The script {resource} is missing from the assembly.");
            using var reader = new StreamReader(stream, Encoding.UTF8);
            script.Append(reader.ReadToEnd()).Append('\n');
        }

        return script.ToString();
    }
}
