using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Tributary.Simulation;

/// <summary>Makes <c>$"&lt;td&gt;{name}&lt;/td&gt;"</c> escape <c>name</c>, so that no call can forget to.</summary>
[InterpolatedStringHandler]
internal readonly ref struct HtmlInterpolation
{
    private readonly StringBuilder _markup;

    public HtmlInterpolation(int literalLength, int formattedCount) => _markup = new StringBuilder(literalLength + formattedCount * 16);

    public void AppendLiteral(string markup) => _markup.Append(markup);

    public void AppendFormatted(Html markup) => _markup.Append(markup.Markup);

    public void AppendFormatted(string? text) => HtmlText.Escape(text ?? "", _markup);

    public void AppendFormatted(int number) => _markup.Append(CultureInfo.InvariantCulture, $"{number}");

    public void AppendFormatted(ulong number) => _markup.Append(CultureInfo.InvariantCulture, $"{number}");

    /// <summary>A coordinate: a hundredth of a pixel is finer than anybody sees, and keeps the page small.</summary>
    public void AppendFormatted(double coordinate) => _markup.Append(CultureInfo.InvariantCulture, $"{coordinate:0.##}");

    public string ToMarkup() => _markup.ToString();
}
