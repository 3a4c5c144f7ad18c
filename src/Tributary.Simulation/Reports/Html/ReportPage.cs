namespace Tributary.Simulation;

/// <summary>
/// A run as one page that needs nothing else: no script, no font, no picture from elsewhere. It is HTML in the syntax of XML, so that
/// programs can
/// read it too.
/// </summary>
public static class ReportPage
{
    /// <summary>The page.</summary>
    public static string Render(RunReport run)
    {
        var figures = new RunFigures(run);
        return Html.Of($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <meta name="color-scheme" content="light dark"/>
            <title>{run.Job}: Tributary run report</title>
            <style>{new Html(Stylesheet.Text)}</style>
            </head>
            <body>
            <main>
            {Masthead.Of(run, figures)}
            {ResultSection.Of(run)}
            {SamplesSection.Of(run)}
            {LearningSection.Of(run, figures)}
            {PrivacySection.Of(run)}
            {ExampleSection.Of(run)}
            {BalanceSection.Of(run)}
            {SitesSection.Of(run)}
            {CostSection.Of(run)}
            {RepeatSection.Of(run)}
            </main>
            </body>
            </html>

            """).Markup;
    }
}
