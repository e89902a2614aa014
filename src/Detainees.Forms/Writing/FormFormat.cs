namespace Detainees.Forms;

/// <summary>A way of writing a form down. XForm is written only, never read.</summary>
public enum FormFormat { Xlsx, Yaml, Markdown, XForm }
