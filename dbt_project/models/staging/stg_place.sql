select
    document_id,
    document_id || ':' || figure as figure_id,
    nullif(sheet, '') as sheet,
    nullif(sheet_cell, '') as sheet_cell,
    cast(nullif(box_left, '') as decimal(9, 1)) as box_left,
    cast(nullif(box_top, '') as decimal(9, 1)) as box_top,
    cast(nullif(box_right, '') as decimal(9, 1)) as box_right,
    cast(nullif(box_bottom, '') as decimal(9, 1)) as box_bottom,
    cast(nullif(confidence, '') as decimal(5, 4)) as confidence
from {{ source('raw', 'place') }}
