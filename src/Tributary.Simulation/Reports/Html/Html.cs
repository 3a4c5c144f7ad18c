namespace Tributary.Simulation;

/// <summary>A piece of markup that is safe to put on a page: whatever was text in it has been escaped.</summary>
internal readonly record struct Html(string Markup)
{
    public static Html Empty { get; } = new("");

    /// <summary>Markup written as an interpolated string, in which every hole that is not markup itself is escaped.</summary>
    public static Html Of(HtmlInterpolation markup) => new(markup.ToMarkup());

    /// <summary>Pieces one after another, each on a line of its own.</summary>
    public static Html Join(IEnumerable<Html> pieces) => new(string.Join('\n', pieces.Select(piece => piece.Markup)));

    public override string ToString() => Markup ?? "";
}
