namespace Boom.Core.Text;

/// <summary>Sentences that are put together of others.</summary>
public static class SentenceText
{
    /// <summary>A sentence without its full stop, to be followed by other words.</summary>
    public static string Clause(string sentence) => sentence.TrimEnd().TrimEnd('.');

    /// <summary>A text whose end has one mark: of <c>right?.</c> the first, of full stops one.</summary>
    public static string End(string text)
    {
        if (!text.EndsWith('.'))
            return text;
        var clause = Clause(text);
        return clause is [.., '?' or '!' or '…'] ? clause : clause + ".";
    }
}
