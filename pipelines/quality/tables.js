/* What the index of Data Docs asks of bootstrap-table: rows from data, a search box, sorting by a heading, a click on a row.
   Cells are the HTML that Great Expectations wrote for them. */
(function ($) {
  $.fn.bootstrapTable = function (options) {
    if (typeof options === "string") return this.find("input").val("").trigger("input").end();
    return this.each(function () {
      const table = $(this).addClass("table table-bordered table-hover");
      const columns = options.columns.filter((column) => column.visible !== false && column.visible !== "false");
      const sorted = { by: options.sortName, down: options.sortOrder === "desc" };
      const wanted = $('<input type="search" class="form-control form-control-sm w-25 mb-2" aria-label="search">');
      const text = (row, field) => $("<i>").html(String(row[field] ?? "")).text().trim();
      const draw = () => {
        const word = wanted.val().toLowerCase();
        const rows = options.data
          .filter((row) => columns.some((column) => text(row, column.field).toLowerCase().includes(word)))
          .sort((a, b) => text(a, sorted.by).localeCompare(text(b, sorted.by)) * (sorted.down ? -1 : 1));
        const head = $("<tr>").append(
          columns.map((column) =>
            $('<th scope="col" role="button" tabindex="0">').text(column.title).on("click keydown", (event) => {
              if (event.type === "keydown" && event.key !== "Enter") return;
              Object.assign(sorted, { by: column.field, down: sorted.by === column.field && !sorted.down });
              draw();
            })
          )
        );
        const body = rows.map((row) =>
          $("<tr>").data("href", row._table_row_link_path).css("cursor", "pointer")
            .append(columns.map((column) => $("<td>").html(row[column.field] ?? "")))
            .on("click", function () { table.trigger("click-row.bs.table", [row, $(this)]); })
        );
        table.empty().append($("<thead>").append(head), $("<tbody>").append(body));
      };
      table.before(wanted.on("input", draw)).wrap('<div class="table-responsive">');
      draw();
    });
  };
})(jQuery);
